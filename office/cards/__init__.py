"""登录卡 and 工作证: what the office prints for its staff, and what a resident sees of it at the door."""
