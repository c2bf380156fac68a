import { runDemo } from '@stream-token/web'
import { createApp } from './app.js'
import { openStore } from './open-store.js'

const revocations = await openStore()
await runDemo(settings => createApp(settings, revocations))
