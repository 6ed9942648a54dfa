-- Applied after every migration, by the owner, as often as you like. It loops over the catalogue, so that no
-- table can be forgotten: a table with organization_id is a tenant's; one without is the platform's. A table whose
-- policies are these already (their comment holds what they were made of) is left alone: policies lock it for everybody.
--
--   eios_tenant   sees the rows of the organizations in the setting app.orgs, without the deleted ones
--   eios_trash    the same organizations, the deleted ones too: deleting and restoring go through it
--   eios_system   sees everything; db/client.ts lends it for named reasons only
--   eios_app      the login: may become each of them, and by itself has the tenant's rights over no organization

grant eios_tenant, eios_trash, eios_system to eios_app;
grant usage on schema public to eios_tenant, eios_trash, eios_system, eios_app;

create or replace function app_orgs() returns uuid[] language sql stable parallel safe
  set search_path = pg_catalog as $$ select nullif(current_setting('app.orgs', true), '')::uuid[] $$;

-- The projects a narrowed member sees; null is all of the organizations'.
create or replace function app_projects() returns uuid[] language sql stable parallel safe
  set search_path = pg_catalog as $$ select nullif(current_setting('app.projects', true), '')::uuid[] $$;

-- What a tenant may do with a table's rows. What an organization pays for, where its audit chain ends, and how far it is
-- trusted is not its own to say; what is append-only cannot be rewritten by a request, only by the system.
create or replace function pg_temp.rights_on(name text) returns text language sql as $$
  select case when name in ('subscriptions', 'audit_heads', 'sender_standings') then 'select'
              when name in ('audit_log', 'rsvp_revisions', 'message_events') then 'select, insert'
              else 'select, insert, update, delete' end $$;

-- Rights over what is guarded already, anew and at once; a new table's come with its policies.
revoke all on all tables in schema public from public, eios_tenant, eios_trash, eios_app;
grant select, insert, update, delete on all tables in schema public to eios_system;
grant select on plans to eios_tenant, eios_trash, eios_app;
do $$
declare t record;
begin
  for t in
    select distinct c.relname as name
      from pg_class c join pg_policy p on p.polrelid = c.oid and p.polname = 'tenant_rows'
     where c.relnamespace = 'public'::regnamespace and c.relrowsecurity and c.relforcerowsecurity
  loop
    execute format('grant %s on public.%I to eios_tenant, eios_trash, eios_app', pg_temp.rights_on(t.name), t.name);
  end loop;
end $$;
--> statement-breakpoint
-- Table by table, each in a transaction of its own: a policy locks its table, and nobody should wait for all of them.
do $$
declare
  t record;
  p record;
  mine text;
  alive text;
  made_of text;
begin
  for t in
    select c.relname as name,
           c.relname = 'organizations' as root, c.relrowsecurity and c.relforcerowsecurity as guarded,
           exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped) as tenant,
           exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'deleted_at' and not a.attisdropped) as deletable,
           case when c.relname = 'projects' then 'id'
                when exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'project_id' and not a.attisdropped) then 'project_id' end as project
      from pg_class c
     where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
  loop
    -- The sub-select makes the setting an InitPlan: read once a query, not once a row.
    mine := format('%I = any ((select app_orgs())::uuid[])', case when t.root then 'id' else 'organization_id' end);
    -- What stands below no project (an audit row of the organization) is left to permissions.
    if t.project is not null then
      mine := format('%s and ((select app_projects()) is null or %2$I is null or %2$I = any ((select app_projects())::uuid[]))', mine, t.project);
    end if;
    alive := case when t.deletable then ' and deleted_at is null' else '' end;
    made_of := md5(concat('1', t.tenant or t.root, mine, alive));
    continue when t.guarded and exists (
      select from pg_policy where polrelid = format('public.%I', t.name)::regclass
      having count(*) = case when t.tenant or t.root then 3 when t.name = 'plans' then 2 else 1 end
         and bool_or(polname = 'system_all' and obj_description(oid, 'pg_policy') = made_of));
    for p in select polname from pg_policy where polrelid = format('public.%I', t.name)::regclass loop
      execute format('drop policy %I on public.%I', p.polname, t.name);
    end loop;
    execute format('alter table public.%I enable row level security', t.name);
    execute format('alter table public.%I force row level security', t.name);
    execute format('create policy system_all on public.%I to eios_system using (true) with check (true)', t.name);
    execute format('comment on policy system_all on public.%I is %L', t.name, made_of);
    if t.tenant or t.root then
      execute format('create policy tenant_rows on public.%I to eios_tenant, eios_app using (%s) with check (%s)', t.name, mine || alive, mine || alive);
      execute format('create policy trash_rows on public.%I to eios_trash using (%s) with check (%s)', t.name, mine, mine);
      execute format('grant %s on public.%I to eios_tenant, eios_trash, eios_app', pg_temp.rights_on(t.name), t.name);
    elsif t.name = 'plans' then
      -- Plans are on the price list: whoever counts against one reads it without another role.
      create policy everybody_reads on plans for select to eios_tenant, eios_trash, eios_app using (true);
    end if;
    commit;
  end loop;
end $$;
--> statement-breakpoint

-- The migrations' own table is in the schema drizzle; the app may read how far they are (GET /api/ready).
grant usage on schema drizzle to eios_system;
grant select on all tables in schema drizzle to eios_system;

-- An owner who is no superuser may name a library's parameter below only once the session has loaded the library.
select similarity('', '');
--> statement-breakpoint

-- Trigram operators are not leakproof, so under a policy they may use no index (model.md). This function runs
-- as the system, filters by the same setting, and its ids are joined back under the policy.
--
-- What contains the words is found, and where nothing does, the fifty names that are most like them: a typo. Words of
-- fewer than four letters, numbers and addresses are meant as they are. The pattern comes with LIKE's signs escaped.
create or replace function search_guests(project uuid, query text, at_most integer)
  returns table (guest_id uuid) language plpgsql stable security definer
  set search_path = public, pg_catalog set plan_cache_mode = force_custom_plan
  set pg_trgm.word_similarity_threshold = 0.5 as $$
begin
  -- Each half ends at the limit by itself: a union alone would read all of them first.
  return query
    (select g.id from guests g
      where g.project_id = project and g.organization_id = any ((select app_orgs())::uuid[]) and g.deleted_at is null
        and g.search_name like '%' || query || '%'
      limit at_most)
    union
    (select c.guest_id from guest_contacts c join guests g on g.id = c.guest_id
      where g.project_id = project and c.organization_id = any ((select app_orgs())::uuid[]) and g.deleted_at is null
        and c.value like '%' || query || '%'
      limit at_most)
    limit at_most;
  if found or length(query) < 4 or query ~ '[\\0-9@]' then return; end if;
  return query
    select g.id from guests g
     where g.project_id = project and g.organization_id = any ((select app_orgs())::uuid[]) and g.deleted_at is null
       and query <% g.search_name
     order by word_similarity(query, g.search_name) desc, g.search_name, g.id
     limit least(at_most, 50);
end $$;
revoke all on function search_guests(uuid, text, integer) from public;
grant execute on function search_guests(uuid, text, integer) to eios_tenant;

-- The same for the log: the newest rows of an organization that name something, as many as are counted at most. The
-- statement is made for its words, so that the planner knows whether they are rare (by the trigrams) or everywhere (by time).
create or replace function search_audit(organization uuid, query text, at_most integer)
  returns table (row_id uuid) language plpgsql stable security definer
  set search_path = public, pg_catalog as $$
  begin
    if not organization = any (coalesce(app_orgs(), '{}')) then return; end if;
    return query execute format(
      'select id from audit_log where organization_id = %L and search like %L order by id desc limit %s',
      organization, '%' || lower(query) || '%', at_most);
  end $$;
revoke all on function search_audit(uuid, text, integer) from public;
grant execute on function search_audit(uuid, text, integer) to eios_tenant;

-- Guests a project has, kept in the same transaction, so that an unfiltered total is one row (api.md, Lists).
create or replace function count_guests() returns trigger language plpgsql security definer
  set search_path = public, pg_catalog as $$
begin
  if tg_op = 'INSERT' then
    update projects p set guest_count = guest_count + n.n
      from (select project_id, count(*) as n from added where deleted_at is null group by 1 order by 1) n where p.id = n.project_id;
  elsif tg_op = 'DELETE' then
    update projects p set guest_count = guest_count - n.n
      from (select project_id, count(*) as n from removed where deleted_at is null group by 1 order by 1) n where p.id = n.project_id;
  else
    update projects set guest_count = guest_count + case when new.deleted_at is null then 1 else -1 end where id = new.project_id;
  end if;
  return null;
end $$;
create or replace trigger guests_counted_in after insert on guests referencing new table as added for each statement execute function count_guests();
create or replace trigger guests_counted_out after delete on guests referencing old table as removed for each statement execute function count_guests();
create or replace trigger guests_counted_over after update on guests for each row when ((old.deleted_at is null) <> (new.deleted_at is null)) execute function count_guests();

-- Changing an owner asks that the new one may create in the schema, for that moment.
grant create on schema public to eios_system;
alter function search_guests(uuid, text, integer) owner to eios_system;
alter function search_audit(uuid, text, integer) owner to eios_system;
alter function count_guests() owner to eios_system;
revoke create on schema public from eios_system;
