"""Public: what citizens read and hand in without a desk account (政务公开, 联系卡, 热线)."""
