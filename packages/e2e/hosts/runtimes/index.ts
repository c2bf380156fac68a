import { bun } from './bun.js'
import { deno } from './deno.js'
import type { RuntimeHost } from './runtime-host.js'
import { workerd } from './workerd.js'

/** The runtimes other than Node, which pass a Web Request to a function. */
export const RUNTIME_HOSTS: readonly RuntimeHost[] = [bun, deno, workerd]
