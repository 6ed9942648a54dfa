-- The first plans, brought once: what somebody of the staff changes later stays as they left it.
-- A limit of null is none. `unlimited` is for installations that sell nothing (lib/http/entitlement.ts).
insert into plans (id, key, name, price_monthly, currency, limits, features, listed) values
  ('0198c1f0-0000-7000-8000-00000000f001', 'free', 'Free', 0, 'EUR',
   '{"guests": 100, "emailsPerMonth": 300, "smsPerMonth": 0, "sites": 1, "members": 2, "photoBytes": 524288000, "customDomains": 0}',
   '[]', true),
  ('0198c1f0-0000-7000-8000-00000000f002', 'pro', 'Pro', 1900, 'EUR',
   '{"guests": 2000, "emailsPerMonth": 10000, "smsPerMonth": 500, "sites": 10, "members": 10, "photoBytes": 21474836480, "customDomains": 3}',
   '["custom_domains", "second_approver"]', true),
  ('0198c1f0-0000-7000-8000-00000000f003', 'studio', 'Studio', 7900, 'EUR',
   '{"guests": 50000, "emailsPerMonth": 200000, "smsPerMonth": 10000, "sites": 200, "members": 50, "photoBytes": 536870912000, "customDomains": 100}',
   '["custom_domains", "second_approver", "webhooks"]', true),
  ('0198c1f0-0000-7000-8000-00000000f004', 'unlimited', 'Unlimited', 0, 'EUR',
   '{"guests": null, "emailsPerMonth": null, "smsPerMonth": null, "sites": null, "members": null, "photoBytes": null, "customDomains": null}',
   '["custom_domains", "second_approver", "webhooks"]', false)
on conflict (key) do nothing;
