import { z } from 'zod';

/** No database keeps NUL in a text. */
const keepable = (value: string): boolean => !value.includes('\0');
const complaint = 'holds a character that can not be kept';

/** Fields that several bodies share, each with the bounds of its column. */
export const id = z.uuid().toLowerCase();
export const line = (max = 200) => z.string().trim().min(1).max(max).refine(keepable, complaint);
export const text = (max = 2_000) => z.string().max(max).refine(keepable, complaint);
export const color = z.string().regex(/^#[0-9a-f]{6}$/, 'must look like #1c7ed6');
export const minutes = (min: number, max: number) => z.int().min(min).max(max);

/** A path's id: what is no UUID is nobody's id. */
export const idParam = z.object({ id });
