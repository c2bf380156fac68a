import { startDemo } from '@stream-token/web'
import { createApp } from 'express-chat'
import { walkDemo } from './demo-walk.js'

walkDemo(() => startDemo(createApp), {
  host: 'Express 5',
  line: 'app.use(streamTokenProvider(verifyUser))',
  cookies: ['session', 'session.sig'],
})
