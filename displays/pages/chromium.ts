/** The browser of the page tests: Debian's Chromium through playwright-core. Test-only; the one door to it. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

export type { Browser, BrowserContext, Page }

export const openChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

export type Opened = { page: Page; errors: string[] }

/** Opens an address and collects everything the page complains about. */
export async function openPage(
  context: BrowserContext,
  address: string,
  size: { width: number; height: number },
): Promise<Opened> {
  const page = await context.newPage()
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(String(error)))
  await page.setViewportSize(size)
  await page.goto(address)
  await page.locator('#page > *').first().waitFor()
  await page.evaluate('document.fonts.ready.then(() => null)')
  return { page, errors }
}

/** Waits until an expression is true in the page. Asked from here: the pages' policy forbids them to evaluate text. */
export async function until(page: Page, expression: string): Promise<void> {
  while (!(await page.evaluate<boolean>(`Boolean(${expression})`))) await page.waitForTimeout(20)
}
