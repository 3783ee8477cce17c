/** The portal: one page that lists the newest invoices. */
export const portalPage = (apiUrl: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Invoicing</title>
<h1>Newest invoices</h1>
<ul id="invoices"><li>Loading …</li></ul>
<script>
  const lines = (texts) => texts.map((text) => Object.assign(document.createElement('li'), { textContent: text }));
  const money = ({ amountMinorUnits, currency }) => {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    return format.format(amountMinorUnits / 10 ** format.resolvedOptions().maximumFractionDigits);
  };
  const show = (...texts) => document.getElementById('invoices').replaceChildren(...lines(texts));
  fetch('${apiUrl}/invoices')
    .then((response) => (response.ok ? response.json() : Promise.reject(response.status)))
    .then(({ items }) => show(...items.map((i) => [i.createdAt, money(i), i.status].join(' · '))))
    .catch((reason) => show('The invoices cannot be shown now: ' + reason));
</script>
</html>
`;
