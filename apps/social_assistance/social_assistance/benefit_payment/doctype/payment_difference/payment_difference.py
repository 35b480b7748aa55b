from frappe.model.document import Document


class PaymentDifference(Document):
	pass
