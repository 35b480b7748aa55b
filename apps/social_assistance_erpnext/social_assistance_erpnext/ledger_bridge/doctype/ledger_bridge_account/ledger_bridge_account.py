from frappe.model.document import Document


class LedgerBridgeAccount(Document):
	pass
