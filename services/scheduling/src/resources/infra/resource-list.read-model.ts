import type { UnitOfWork } from '@kalends/kernel';
import type { SqlSession } from '@kalends/persistence';
import { containing } from '../../containing';
import type { Resource } from '../domain/resource';
import { resourceColumns } from './resource-row';

/** More than a branch has; whoever has more searches. */
const LISTED = 1_000;

export interface ResourceFilter {
  /** Those that can be booked in this branch: its own, and those of all branches. */
  readonly branch?: string;
  readonly text: string;
  readonly invisibleToo: boolean;
  /** The branches that the caller may see. */
  readonly branches: readonly string[] | 'all';
}

export class ResourceListReadModel {
  constructor(private readonly sql: UnitOfWork<SqlSession>) {}

  /** By designation, at most 1,000. */
  list(tenantId: string, { branch, text, invisibleToo, branches }: ResourceFilter): Promise<readonly Resource[]> {
    return this.sql.run(tenantId, (session) =>
      session.query<Resource>(
        `SELECT ${resourceColumns} FROM resource
          WHERE NOT deleted AND lower(designation) LIKE $1 AND (visible OR $2)
            AND ($3::uuid IS NULL OR branch_id = $3 OR visible_in_all_branches)
            AND ($4::uuid[] IS NULL OR branch_id = ANY($4) OR visible_in_all_branches)
          ORDER BY lower(designation), id LIMIT $5`,
        [containing(text), invisibleToo, branch ?? null, branches === 'all' ? null : branches, LISTED],
      ),
    );
  }
}
