/** An answer that is not a success; `code` is stable, `message` is for people. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export type Query = Record<string, string | number | null | undefined>;

/** Talks to `/api/v1` of the server the page came from. */
export class Http {
  readonly #token: string | undefined;

  constructor(token?: string) {
    this.#token = token;
  }

  /** @throws ApiError, also with status 0 when the server cannot be reached */
  get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
    return this.#send<T>(path + searchOf(query), signal ? { signal } : {});
  }

  /** @throws ApiError */
  post<T>(path: string, body: object = {}): Promise<T> {
    return this.#send<T>(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json" },
    });
  }

  async #send<T>(path: string, init: RequestInit): Promise<T> {
    const headers = new Headers(init.headers);
    if (this.#token) headers.set("Authorization", `Bearer ${this.#token}`);
    const response = await fetch(`/api/v1${path}`, { ...init, headers }).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      throw new ApiError(0, "unreachable", "");
    });
    if (!response.ok) throw await errorOf(response);
    return (await response.json()) as T;
  }
}

function searchOf(query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text && `?${text}`;
}

async function errorOf(response: Response): Promise<ApiError> {
  const body: { error?: { code?: string; message?: string } } = await response
    .json()
    .catch(() => ({}));
  const { code = "http_error", message = response.statusText } = body.error ?? {};
  return new ApiError(response.status, code, message);
}
