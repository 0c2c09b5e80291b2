import './compare.css';
import { CompareElement } from './app.ts';
import { CaseDetailsElement } from './caseDetails.ts';
import { CaseListElement } from './caseList.ts';
import type { VsCodeApi } from './connection.ts';
import { SentRequestElement } from './sentRequest.ts';

declare function acquireVsCodeApi(): VsCodeApi;

customElements.define('mm-case-details', CaseDetailsElement);
customElements.define('mm-sent-request', SentRequestElement);
customElements.define('mm-case-list', CaseListElement);
customElements.define('mm-compare', CompareElement);

const panel = new CompareElement();
panel.api = acquireVsCodeApi();
document.body.append(panel);
