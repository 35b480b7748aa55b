import "./chinese_numbers";
