import '../zod-without-eval.js'
import { renderPage } from '../render-page.js'
import { TokenPage } from './token-page.js'

renderPage(<TokenPage />)
