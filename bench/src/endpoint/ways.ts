import type { RequestListener } from 'node:http'

/** The ways to write one app, by their names. */
export type Ways = Readonly<Record<string, () => RequestListener>>
