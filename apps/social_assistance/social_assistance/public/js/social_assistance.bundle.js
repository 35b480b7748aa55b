import "./chinese_numbers";
import "./missing_holidays";
