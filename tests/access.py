"""Who may call what: said here a second time, so that nobody opens a route by mistake."""

EVERYBODY = frozenset({"nobody", "customer", "member", "kitchen", "counter", "manager"})
CUSTOMERS, MEMBER = frozenset({"customer", "member"}), frozenset({"member"})
STAFF = frozenset({"kitchen", "counter", "manager"})
TILL, MANAGER = frozenset({"counter", "manager"}), frozenset({"manager"})

MAY = {
    "identify_customer": EVERYBODY,
    "get_menu": EVERYBODY,
    "get_pickup_board": EVERYBODY,
    "receive_payment_notification": EVERYBODY,  # signed, or refused: see test_orders_and_payments.py
    "create_order": CUSTOMERS,
    "get_order": CUSTOMERS,
    "cancel_order": CUSTOMERS,
    "checkout_order": CUSTOMERS,
    "get_payment_status": CUSTOMERS,
    "get_static_pix": CUSTOMERS,
    "suggest_products": CUSTOMERS,
    "issue_order_ticket": CUSTOMERS,
    "register_customer": CUSTOMERS,
    "confirm_customer": CUSTOMERS,
    "get_profile": MEMBER,
    "update_profile": MEMBER,
    "list_my_orders": MEMBER,
    "claim_order": MEMBER,
    "repeat_order": MEMBER,
    "export_my_data": MEMBER,
    "erase_me": MEMBER,
    "acknowledge_refund": STAFF,
    "advance_order": STAFF,
    "check_off_item": STAFF,
    "get_order_timeline": STAFF,
    "get_store_settings": STAFF,
    "issue_kitchen_ticket": STAFF,
    "list_kitchen_queue": STAFF,
    "list_orders": STAFF,
    "list_products": STAFF,
    "set_availability": STAFF,
    "switch_orders": STAFF,
    "set_stock": frozenset({"kitchen", "manager"}),
    "accept_late_payment": TILL,
    "return_late_payment": TILL,
    "call_off_order": TILL,
    "get_receipt": TILL,
    "receive_counter_payment": TILL,
    "erase_customer": MANAGER,
    "export_customer_data": MANAGER,
    "list_customers": MANAGER,
    "refund_order": MANAGER,
    "remove_product": MANAGER,
    "report_reconciliation": MANAGER,
    "report_sales": MANAGER,
    "reveal_contact": MANAGER,
    "save_product": MANAGER,
    "save_store_settings": MANAGER,
    "upload_product_image": MANAGER,
}
"""By function."""
