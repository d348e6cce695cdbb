import { Suspense } from "react";
import { useText } from "../i18n/context";
import { ErrorBoundary } from "./ErrorBoundary";
import { type PageComponent, pageOf } from "./routes";

/** The page of this path; a page that fails leaves the rest of the app standing. */
export function Page({ path, page: given }: { path: string; page?: PageComponent }) {
  const text = useText();
  const { page, params } = pageOf(path);
  const Found = given ?? page;
  const loading = (
    <div className="empty" role="status">
      {text.common.loading}
    </div>
  );
  return (
    <ErrorBoundary key={path} message={text.common.failed} retry={text.common.retry}>
      <Suspense fallback={loading}>
        <Found params={params} />
      </Suspense>
    </ErrorBoundary>
  );
}
