import { ServiceLog } from './service-log';

function logLines(write: (log: ServiceLog) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(
    new ServiceLog({ service: 'scheduling', level: 'info', destination: { write: (line) => void lines.push(line) } }),
  );
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('ServiceLog', () => {
  it('writes one object with the event and its allowed fields', () => {
    const [line] = logLines((log) => log.info('appointment.booked', { appointmentId: 'a1', durationMs: 12 }));
    expect(line).toMatchObject({
      level: 'info',
      service: 'scheduling',
      event: 'appointment.booked',
      appointmentId: 'a1',
      durationMs: 12,
    });
  });

  it('keeps personal data out, whatever it is called, and shows that something was left out', () => {
    const [line] = logLines((log) => log.info('customer.changed', { customer: 'Erika Muster', phone: '0170' }));
    expect(JSON.stringify(line)).not.toMatch(/Muster|0170/);
    expect(line?.droppedFields).toEqual(['customer', 'phone']);
  });

  it('tells class, code and place of an error, not its message, which may quote data', () => {
    const error = Object.assign(new Error('Key (name)=(Erika Muster) already exists'), { code: '23505' });
    const [line] = logLines((log) => log.error('request.failed', { error }));
    expect(JSON.stringify(line)).not.toContain('Muster');
    expect(line?.error).toMatchObject({ type: 'Error', code: '23505' });
  });
});
