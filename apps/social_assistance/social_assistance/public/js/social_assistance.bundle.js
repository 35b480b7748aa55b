import "./document_help";
import "./chinese_numbers";
import "./form_actions";
import "./report_filters";
import "./missing_holidays";
import "./drafts";
import "./intake_key";
import "./register_search";
