const ownTenant = `tenant_id = NULLIF(current_setting('kalends.tenant', true), '')::uuid`;

/**
 * SQL that puts a table with a `tenant_id` behind the tenant wall, even for its owner: a query sees and writes rows of the
 * transaction's tenant alone, and none when no tenant is set. (After a SET LOCAL the setting is '' and not NULL.)
 */
export const tenantTable = (name: string): string => wall(name, ownTenant);

/** The same for a queue (outbox, inbox, work): workers see every tenant's rows through `runAcrossTenants`. */
export const queueTable = (name: string): string =>
  wall(name, `${ownTenant} OR current_setting('kalends.scope', true) = 'queues'`);

const wall = (name: string, condition: string): string => `
  ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${name} FORCE ROW LEVEL SECURITY;
  CREATE POLICY ${name}_tenant ON ${name} USING (${condition});`;
