import "./document_help";
import "./chinese_numbers";
import "./form_actions";
import "./report_filters";
import "./missing_holidays";
