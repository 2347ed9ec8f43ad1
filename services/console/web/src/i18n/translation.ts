import type { en } from './en';

type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };

/** The keys of the English texts with any text behind them: a language that lacks one does not compile. */
export type Translation = Texts<typeof en>;
