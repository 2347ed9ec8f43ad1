import { Center, Loader, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { linksQuery } from '../api/google';
import { dayQuery, type Branch, type DayItem, type Resource } from '../api/scheduling';
import { settingsQuery, type Profile } from '../api/session';
import { AppointmentDrawer } from '../appointment/appointment-drawer';
import { EmulatorPanel } from '../emulator/emulator-panel';
import { ConnectDialog } from '../google-link/connect-dialog';
import { DisconnectDialog } from '../google-link/disconnect-dialog';
import { localeFor } from '../i18n/i18n';
import type { Connection } from '../live/connection';
import { OfflineBanner } from '../live/offline-banner';
import type { Place } from '../router';
import { ProblemAlert } from '../shell/problem-alert';
import { useIsNarrow } from '../shell/screen';
import { timeWriter } from '../time/format';
import { useNow } from '../time/use-now';
import { addDays, dateOfWall, offsetAt, timeOfWall, todayIn, wallOf } from '../time/wall-time';
import { useAppointmentCommands } from './appointment-commands';
import { columnPages, mostColumns, pageOf } from './column-pages';
import { CreateDialog, type NewSlot } from './create-dialog';
import { itemId, movedSlot, resizedSlot } from './day-items';
import { DayToolbar } from './day-toolbar';
import { MoveDialog } from './move-dialog';
import { PageSelect } from './page-select';
import classes from './planner-page.module.css';
import { ResourceCalendar, type GridSelection } from './resource-calendar';
import { endAfter } from './slot-fields';
import { gridColumns, useGridItems } from './use-grid';
import { usePlannerKeys } from './use-planner-keys';

const noResources: readonly Resource[] = [];

type GoogleDialog = { readonly kind: 'connect' | 'disconnect'; readonly resource: Resource };

interface Props {
  readonly branch: Branch;
  readonly profile: Profile;
  readonly place: Place;
  readonly connection: Connection;
  readonly googleBeside: boolean;
  onGoogleBeside(shown: boolean): void;
  go(to: Partial<Place>): void;
  onHelp(): void;
}

/** One branch's day: a column per resource, and what a person does with the appointments in it. */
export function BranchPlanner(props: Props) {
  const { branch, profile, place, connection, go } = props;
  const { t, i18n } = useTranslation();
  const narrow = useIsNarrow();
  const locale = localeFor(i18n.language);
  const writer = useMemo(() => timeWriter(locale, branch.timeZone), [locale, branch.timeZone]);
  const now = useNow();
  const today = todayIn(branch.timeZone, now);
  const date = place.date ?? today;

  const day = useQuery({ ...dayQuery(branch.id, date), placeholderData: keepPreviousData });
  const links = useQuery({ ...linksQuery(branch.id), enabled: branch.googleSyncEnabled });
  const settings = useQuery(settingsQuery());
  const commands = useAppointmentCommands(branch.id, writer);

  const [creating, setCreating] = useState<NewSlot | null>(null);
  const [clearSelection, setClearSelection] = useState<() => void>(() => () => undefined);
  const [moving, setMoving] = useState<DayItem | null>(null);
  const [google, setGoogle] = useState<GoogleDialog | null>(null);
  const [wanted, setWanted] = useState<string | null>(null);

  const resources = day.data?.resources ?? noResources;
  const pages = useMemo(() => columnPages(resources, narrow ? 1 : mostColumns), [resources, narrow]);
  const shown = pageOf(pages, wanted);
  const items = useGridItems(day.data, branch, writer);
  const shownItems = useMemo(
    () => items.filter((item) => shown.some((one) => item.columnIds.includes(one.id))),
    [items, shown],
  );
  const itemOf = (id: string): DayItem | undefined => day.data?.items.find((item) => itemId(item) === id);
  const linkOf = (resource: Resource) =>
    links.data?.find((link) => link.resourceId === resource.id && link.state !== 'gone');

  const startCreating = (selection: GridSelection | null, clear: () => void): void => {
    const start = selection ? timeOfWall(selection.start) : nextHalfHour(date === today ? now : null, branch.timeZone);
    const end = selection?.end ? timeOfWall(selection.end) : endAfter(start, 30);
    const resourceId = selection?.columnId ?? shown[0]?.id ?? null;
    setClearSelection(() => clear);
    setCreating({ date: selection ? dateOfWall(selection.start) : date, start, end, resourceId });
  };
  const stopCreating = (): void => {
    clearSelection();
    commands.create.reset();
    setCreating(null);
  };

  usePlannerKeys(!creating && !moving && !google, {
    onToday: () => go({ date: undefined }),
    onDay: (days) => go({ date: addDays(date, days) }),
    onNew: () => startCreating(null, () => undefined),
    onMove: (appointmentId) => setMoving(day.data?.items.find((item) => item.appointmentId === appointmentId) ?? null),
    onHelp: props.onHelp,
  });

  const overbooked = day.data?.items.filter((item) => item.overbooked).length ?? 0;
  const summary = [
    t('planner.count', { count: items.length }),
    ...(overbooked > 0 ? [t('planner.overbookedCount', { count: overbooked })] : []),
    t('planner.zone', { zone: branch.timeZone }),
  ].join(' · ');
  const opened = place.appointment;
  const openedItem = itemOf(place.occurrence ?? '') ?? day.data?.items.find((item) => item.appointmentId === opened);

  return (
    <>
      <OfflineBanner connection={connection} writer={writer} />
      <DayToolbar
        date={date}
        today={today}
        writer={writer}
        narrow={narrow}
        summary={summary}
        onDate={(picked) => go({ date: picked === today ? undefined : picked })}
        onNew={() => startCreating(null, () => undefined)}
      />
      <div className={classes.board}>
        <div className={classes.grid}>
          <PageSelect pages={pages} shown={shown} onShow={setWanted} />
          {day.isPending && (
            <Center h="100%">
              <Loader aria-label={t('app.loading')} />
            </Center>
          )}
          {day.isError && <ProblemAlert error={day.error} />}
          {day.data && resources.length === 0 && (
            <Center h="100%" p="xl">
              <Text maw={420} ta="center">
                {t('planner.noResources')}
              </Text>
            </Center>
          )}
          {day.data && resources.length > 0 && (
            <ResourceCalendar
              label={t('planner.grid', { date: writer.longDate(date) })}
              locale={locale}
              date={date}
              utcOffset={offsetAt(branch.timeZone, now)}
              snapMinutes={Math.min(30, ...resources.map((one) => one.stepMinutes))}
              allDayLabel={t('planner.allDay')}
              columns={gridColumns({
                resources: shown,
                links: links.data ?? [],
                branch,
                now,
                writer,
                onConnect: (resource) => setGoogle({ kind: 'connect', resource }),
                onDisconnect: (resource) => setGoogle({ kind: 'disconnect', resource }),
              })}
              items={shownItems}
              onSelect={startCreating}
              onOpen={(id) => go({ appointment: itemOf(id)?.appointmentId, occurrence: id })}
              onMove={({ id, delta, columnIds }, revert) => {
                const item = itemOf(id);
                if (!item) return revert();
                commands.move(item, movedSlot(item, delta, columnIds, branch.timeZone)).catch(revert);
              }}
              onResize={({ id, delta }, revert) => {
                const item = itemOf(id);
                if (!item) return revert();
                commands.resize(item, resizedSlot(item, delta, branch.timeZone)).catch(revert);
              }}
            />
          )}
        </div>
        {props.googleBeside && settings.data?.emulatorUrl && (
          <EmulatorPanel
            url={settings.data.emulatorUrl}
            resources={resources}
            links={links.data ?? []}
            date={date}
            onClose={() => props.onGoogleBeside(false)}
          />
        )}
      </div>
      {opened && (
        <AppointmentDrawer
          appointmentId={opened}
          item={openedItem}
          resources={resources}
          zone={branch.timeZone}
          userId={profile.sub}
          writer={writer}
          commands={commands}
          onMove={setMoving}
          onClose={() => go({ appointment: undefined, occurrence: undefined })}
        />
      )}
      {creating && (
        <CreateDialog
          branch={branch}
          resources={resources}
          slot={creating}
          commands={commands}
          onClose={stopCreating}
        />
      )}
      {moving && (
        <MoveDialog
          branch={branch}
          resources={resources}
          item={itemOf(itemId(moving)) ?? moving}
          commands={commands}
          onClose={() => setMoving(null)}
        />
      )}
      {google?.kind === 'connect' && (
        <ConnectDialog
          resource={google.resource}
          branchId={branch.id}
          isLinked={linkOf(google.resource) !== undefined}
          onClose={() => setGoogle(null)}
        />
      )}
      {google?.kind === 'disconnect' && linkOf(google.resource) && (
        <DisconnectDialog resource={google.resource} link={linkOf(google.resource)!} onClose={() => setGoogle(null)} />
      )}
    </>
  );
}

/** The next half hour on the branch's clock; nine in the morning for another day than today. */
function nextHalfHour(now: Date | null, zone: string): string {
  if (!now) return '09:00';
  return timeOfWall(wallOf(new Date(Math.ceil(now.getTime() / 1_800_000) * 1_800_000).toISOString(), zone));
}
