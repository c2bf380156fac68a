import { runDemo } from '@stream-token/web'
import { createApp } from './app.js'

await runDemo(createApp)
