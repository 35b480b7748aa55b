"""Care: alerts, referrals, service plans and visits (动态监测, 转介, 服务类救助)."""
