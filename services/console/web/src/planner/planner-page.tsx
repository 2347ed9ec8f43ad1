import { Center, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { branchesQuery, type Branch } from '../api/scheduling';
import type { Profile } from '../api/session';
import { plannerRoute, type Place } from '../router';
import { Header } from '../shell/header';
import { ProblemAlert } from '../shell/problem-alert';
import { ShortcutsDialog } from '../shell/shortcuts-dialog';
import { BranchPlanner } from './branch-planner';
import classes from './planner-page.module.css';
import { usePlannerLive } from './use-planner-live';

/** The first screen: which branch, and around it what belongs to every screen. */
export function PlannerPage({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const place = plannerRoute.useSearch();
  const navigate = plannerRoute.useNavigate();
  const branches = useQuery(branchesQuery());
  const [help, setHelp] = useState(false);
  const [googleBeside, setGoogleBeside] = useState(false);
  const branch: Branch | undefined = branches.data?.find((one) => one.id === place.branch) ?? branches.data?.[0];
  const connection = usePlannerLive(branch?.id);
  const go = (to: Partial<Place>): void => void navigate({ search: (now) => ({ ...now, ...to }) });

  return (
    <div className={classes.page}>
      <a className="skip-link" href="#planner">
        {t('app.skip')}
      </a>
      <Header
        profile={profile}
        branches={branches.data ?? []}
        branch={branch}
        connection={connection}
        googleBeside={googleBeside}
        onGoogleBeside={setGoogleBeside}
        onBranch={(id) => go({ branch: id, appointment: undefined, occurrence: undefined })}
        onHelp={() => setHelp(true)}
      />
      <main id="planner" className={classes.main} tabIndex={-1}>
        {branches.isError && <ProblemAlert error={branches.error} />}
        {branches.data && !branch && (
          <Center h="100%" p="xl">
            <Text maw={420} ta="center">
              {t('planner.noBranches')}
            </Text>
          </Center>
        )}
        {branch && (
          <BranchPlanner
            key={branch.id}
            branch={branch}
            profile={profile}
            place={place}
            connection={connection}
            googleBeside={googleBeside}
            onGoogleBeside={setGoogleBeside}
            go={go}
            onHelp={() => setHelp(true)}
          />
        )}
      </main>
      <ShortcutsDialog opened={help} onClose={() => setHelp(false)} />
    </div>
  );
}
