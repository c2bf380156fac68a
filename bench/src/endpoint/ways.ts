import type { RequestListener } from 'node:http'

/** The ways to write one app, by name. */
export type Ways = Readonly<Record<string, () => RequestListener>>
