/** Requests to the hall. An answer is a value either way; what was refused comes with its words. */
import type { ApiError } from '../../../controller/api/views.ts'

export type Answer<T> = { ok: true; value: T } | { ok: false; error: ApiError }

const defaultLimitMs = 10_000

const unreachable: ApiError = {
  refused: 'unreachable',
  message: {
    vi: 'Không gửi được đến máy chủ. Xin kiểm tra đường mạng rồi thử lại.',
    en: 'The server cannot be reached. Check the network and try again.',
  },
}
const unexpected = (status: number): ApiError => ({
  refused: 'unexpected',
  message: {
    vi: `Máy chủ trả lời không như mong đợi (mã ${status}). Xin thử lại.`,
    en: `The server gave an unexpected answer (${status}). Try again.`,
  },
})

export const get = <T>(path: string, limitMs?: number): Promise<Answer<T>> =>
  ask<T>(path, { method: 'GET' }, limitMs)
export const post = <T>(path: string, body: unknown): Promise<Answer<T>> =>
  ask<T>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

async function ask<T>(path: string, init: RequestInit, limitMs = defaultLimitMs): Promise<Answer<T>> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), limitMs)
  try {
    const response = await fetch(path, { ...init, signal: abort.signal, cache: 'no-store' })
    const text = await response.text()
    const value = text === '' ? null : (JSON.parse(text) as unknown)
    if (response.ok) return { ok: true, value: value as T }
    return { ok: false, error: isApiError(value) ? value : unexpected(response.status) }
  } catch {
    return { ok: false, error: unreachable }
  } finally {
    clearTimeout(timer)
  }
}

function isApiError(value: unknown): value is ApiError {
  const error = value as Partial<ApiError> | null
  return typeof error?.refused === 'string' && typeof error.message?.vi === 'string'
}
