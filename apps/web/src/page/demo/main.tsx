import '../zod-without-eval.js'
import { renderPage } from '../render-page.js'
import { DemoPage } from './demo-page.js'

renderPage(<DemoPage />)
