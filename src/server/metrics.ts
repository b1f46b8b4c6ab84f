/**
 * Counts of what was asked and how it went, as Prometheus reads them (text exposition format 0.0.4). No ids: a user's name in a label
 * would be kept by every monitoring system.
 */

/** Upper bounds of the durations counted, in seconds: Prometheus's own defaults. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const

/** One answered request. `route` is the pattern of the path, never the path. */
export interface AnsweredRequest {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly durationMs: number
}

/** Counts of one server in one process. */
export class Metrics {
  readonly #requests = new Map<string, number>()
  readonly #durations = BOUNDS.map(() => 0)
  #durationSum = 0
  #durationCount = 0
  #inFlight = 0

  /** A request came. */
  begin(): void {
    this.#inFlight += 1
  }

  /** It was answered. */
  end({ method, route, status, durationMs }: AnsweredRequest): void {
    this.#inFlight -= 1
    const labels = `method="${method}",route="${route}",status="${status}"`
    this.#requests.set(labels, (this.#requests.get(labels) ?? 0) + 1)
    const seconds = durationMs / 1000
    this.#durationSum += seconds
    this.#durationCount += 1
    for (const [index, bound] of BOUNDS.entries())
      if (seconds <= bound) this.#durations[index] = (this.#durations[index] ?? 0) + 1
  }

  /** Everything as text. */
  print(): string {
    const name = 'keyturn_request_duration_seconds'
    return [
      '# HELP keyturn_requests_total Requests answered.',
      '# TYPE keyturn_requests_total counter',
      ...[...this.#requests].map(([labels, count]) => `keyturn_requests_total{${labels}} ${count}`),
      `# HELP ${name} How long requests took.`,
      `# TYPE ${name} histogram`,
      ...BOUNDS.map((bound, index) => `${name}_bucket{le="${bound}"} ${this.#durations[index] ?? 0}`),
      `${name}_bucket{le="+Inf"} ${this.#durationCount}`,
      `${name}_sum ${this.#durationSum}`,
      `${name}_count ${this.#durationCount}`,
      '# HELP keyturn_requests_in_flight Requests being answered.',
      '# TYPE keyturn_requests_in_flight gauge',
      `keyturn_requests_in_flight ${this.#inFlight}`,
      '',
    ].join('\n')
  }
}
