import { bun } from './bun.js'
import { deno } from './deno.js'
import type { RuntimeHost } from './runtime-host.js'
import { workerd } from './workerd.js'

/** The runtimes beside Node that serve functions of a Web Request. */
export const RUNTIME_HOSTS: readonly RuntimeHost[] = [bun, deno, workerd]
