import { createTheme, CloseButton, Drawer, Modal } from '@mantine/core';

const dialogTitle = { title: { fontSize: 'var(--mantine-font-size-lg)', fontWeight: 650 } };

/** Shade 8 and 9 with autoContrast: Mantine's default shade of the primary colour fails WCAG AA (3.55:1). */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 9 },
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  headings: { fontWeight: '650' },
  components: {
    Modal: Modal.extend({
      defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.35 } },
      styles: dialogTitle,
    }),
    Drawer: Drawer.extend({ defaultProps: { position: 'right' }, styles: dialogTitle }),
    CloseButton: CloseButton.extend({ defaultProps: { size: 'md' } }),
  },
});
