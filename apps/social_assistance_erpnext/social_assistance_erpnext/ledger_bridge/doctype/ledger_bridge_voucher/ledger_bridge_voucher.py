from frappe.model.document import Document


class LedgerBridgeVoucher(Document):
	pass
