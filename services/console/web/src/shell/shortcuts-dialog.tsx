import { Group, Kbd, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from './dialog';

const rows = [
  ['today', ['T']],
  ['days', ['←', '→']],
  ['new', ['N']],
  ['tab', ['Tab']],
  ['open', ['Enter']],
  ['move', ['M']],
  ['close', ['Esc']],
  ['help', ['?']],
] as const;

export function ShortcutsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog opened={opened} onClose={onClose} title={t('shortcuts.title')}>
      <Table withRowBorders={false} verticalSpacing={6}>
        <Table.Tbody>
          {rows.map(([key, strokes]) => (
            <Table.Tr key={key}>
              <Table.Td>
                <Text size="sm">{t(`shortcuts.${key}`)}</Text>
              </Table.Td>
              <Table.Td>
                <Group gap={4} justify="flex-end">
                  {strokes.map((stroke) => (
                    <Kbd key={stroke}>{stroke}</Kbd>
                  ))}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Dialog>
  );
}
