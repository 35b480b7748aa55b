import "./document_help";
import "./chinese_numbers";
import "./form_actions";
import "./report_filters";
import "./empty_reports";
import "./closed_actions";
import "./missing_holidays";
