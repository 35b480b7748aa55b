from frappe.model.document import Document


class LedgerBridgeCostCenter(Document):
	pass
