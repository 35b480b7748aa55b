import "./document_help";
import "./business_date";
import "./chinese_numbers";
import "./form_actions";
import "./report_filters";
import "./missing_holidays";
import "./table_tabs";
import "./typed_numbers";
