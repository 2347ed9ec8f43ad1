import { DomainError } from '@kalends/kernel';
import { onConstraint, type SqlSession } from '@kalends/persistence';
import type { BranchStore } from '../app/branch.store';
import type { Branch } from '../domain/branch';

const columns = `id, name, time_zone AS "timeZone", locale, holiday_region AS "holidayRegion", address,
  google_sync_enabled AS "googleSyncEnabled", caldav_enabled AS "caldavEnabled", version`;

/** What it means when one of the table's constraints is broken. */
export const branchConstraints = {
  branch_pkey: () => new DomainError('conflict', 'branch/exists', 'There is a branch with this id already.'),
};

/** Far more than any chain of branches has. */
const LISTED = 2_000;

export class PgBranchStore implements BranchStore {
  constructor(private readonly session: SqlSession) {}

  list(): Promise<readonly Branch[]> {
    return this.session.query<Branch>(`SELECT ${columns} FROM branch ORDER BY name, id LIMIT $1`, [LISTED]);
  }

  async find(id: string): Promise<Branch | null> {
    const [row] = await this.session.query<Branch>(`SELECT ${columns} FROM branch WHERE id = $1`, [id]);
    return row ?? null;
  }

  async lock(id: string): Promise<Branch | null> {
    const [row] = await this.session.query<Branch>(`SELECT ${columns} FROM branch WHERE id = $1 FOR NO KEY UPDATE`, [
      id,
    ]);
    return row ?? null;
  }

  async insert(branch: Branch): Promise<void> {
    await this.session.query('INSERT INTO tenant DEFAULT VALUES ON CONFLICT DO NOTHING');
    await onConstraint(
      this.session.query(
        `INSERT INTO branch (id, name, time_zone, locale, holiday_region, address, google_sync_enabled, caldav_enabled, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        valuesOf(branch),
      ),
      branchConstraints,
    );
  }

  async update(branch: Branch): Promise<void> {
    await this.session.query(
      `UPDATE branch SET name = $2, time_zone = $3, locale = $4, holiday_region = $5, address = $6, google_sync_enabled = $7,
         caldav_enabled = $8, version = $9 WHERE id = $1`,
      valuesOf(branch),
    );
  }
}

const valuesOf = (branch: Branch): readonly unknown[] => [
  branch.id,
  branch.name,
  branch.timeZone,
  branch.locale,
  branch.holidayRegion,
  branch.address,
  branch.googleSyncEnabled,
  branch.caldavEnabled,
  branch.version,
];
