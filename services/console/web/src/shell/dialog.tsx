import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsPhone } from './screen';

interface Props {
  readonly title: string;
  readonly opened?: boolean;
  /** More than a question: wider, and on a phone it fills the screen. */
  readonly large?: boolean;
  readonly children: ReactNode;
  onClose(): void;
}

/** A modal dialog whose closing button has a name. */
export function Dialog({ opened = true, large = false, ...rest }: Props) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  return (
    <Modal
      opened={opened}
      size={large ? 'lg' : undefined}
      fullScreen={large && phone}
      closeButtonProps={{ 'aria-label': t('app.close') }}
      {...rest}
    />
  );
}
