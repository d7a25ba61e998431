// What makes the pages pleasanter where scripts run. Every page works without: nothing here decides anything.
// Words come from the page (`data-…`), in its language.

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const words = document.body.dataset;

// A page that tells of problems begins with them.
document.querySelector('.error-summary, [role="alert"][tabindex]')?.focus();

// A form is sent once: a second click while the first is on its way does nothing.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (event.defaultPrevented || form.method === 'get') return;
  form.dataset.sent = 'true';
});
window.addEventListener('pageshow', () => all('form[data-sent]').forEach((form) => delete form.dataset.sent));

// Filters show their result at once, and say how many there are.
for (const form of all('form[data-filter]')) {
  const results = document.getElementById(form.dataset.filter);
  if (!results) continue;
  let latest;
  const show = async () => {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''));
    const to = `${form.action.split('?')[0]}?${query}`;
    latest?.abort();
    latest = new AbortController();
    try {
      const answer = await fetch(to, { signal: latest.signal, headers: { accept: 'text/html' } });
      if (!answer.ok || answer.redirected) { location.assign(to); return; }
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      results.replaceChildren(...(page.getElementById(results.id)?.childNodes ?? []));
      history.replaceState(null, '', to);
    } catch (error) {
      if (error.name !== 'AbortError') location.assign(to);
    }
  };
  form.addEventListener('change', show);
}

// Digests can be copied.
if (words.copy && navigator.clipboard) {
  for (const code of all('code.hash')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy quiet';
    button.textContent = words.copy;
    const said = document.createElement('span');
    said.className = 'unseen';
    said.setAttribute('role', 'status');
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(code.textContent.trim());
      button.textContent = words.copied;
      said.textContent = words.copied;
      setTimeout(() => { button.textContent = words.copy; said.textContent = ''; }, 3000);
    });
    code.after(button, said);
  }
}

// How long a text has become, where its length is bounded.
for (const area of all('textarea[maxlength]')) {
  if (!words.left) break;
  const count = document.createElement('p');
  count.className = 'hint';
  const say = () => { count.textContent = `${words.left} ${area.maxLength - area.value.length}`; };
  area.addEventListener('input', say);
  area.after(count);
  say();
}

// Files: how far the upload is, and the digest that the browser computes, to hold beside the server's.
const LARGEST_HASHED = 100 * 2 ** 20;
const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
for (const form of all('form[data-upload]')) {
  const input = form.querySelector('input[type="file"]');
  const list = document.createElement('ul');
  list.className = 'plain';
  input.after(list);
  input.addEventListener('change', async () => {
    list.replaceChildren();
    for (const file of input.files) {
      const line = document.createElement('li');
      const name = document.createElement('bdi');
      name.textContent = file.name;
      line.append(name);
      list.append(line);
      if (file.size > LARGEST_HASHED || !crypto.subtle) continue;
      const code = document.createElement('code');
      code.className = 'hash';
      code.textContent = hex(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
      line.append(' ', code);
    }
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const progress = document.createElement('progress');
    progress.max = 100;
    progress.setAttribute('aria-label', form.dataset.upload);
    form.append(progress);
    const sending = new XMLHttpRequest();
    sending.open('POST', form.action);
    sending.upload.addEventListener('progress', (step) => { if (step.lengthComputable) progress.value = (100 * step.loaded) / step.total; });
    // What the server answers is the next page, whatever it says.
    sending.addEventListener('load', () => {
      if (sending.status < 400) { location.assign(sending.responseURL); return; }
      const page = new DOMParser().parseFromString(sending.responseText, 'text/html');
      document.title = page.title;
      document.body.replaceWith(page.body);
      document.querySelector('.error-summary')?.focus();
    });
    sending.addEventListener('error', () => { progress.remove(); delete form.dataset.sent; form.submit(); });
    sending.send(new FormData(form));
  });
}

// Before a session ends, it is said, and can be prolonged.
const ending = document.querySelector('dialog[data-ends-in]');
if (ending) {
  const BEFORE_S = 300;
  // The clock of the browser may be wrong: only how long it takes is measured here.
  let ends = performance.now() / 1000 + Number(ending.dataset.endsIn);
  let at = Date.parse(document.documentElement.dataset.endsAt);
  const look = () => {
    const left = ends - performance.now() / 1000;
    // What was typed stays: sending it leads to the page for signing in, and back.
    if (left <= 0) { ending.close(); return; }
    if (left <= BEFORE_S && !ending.open) ending.showModal();
    setTimeout(look, 1000 * Math.max(1, Math.min(left > BEFORE_S ? left - BEFORE_S : left, 60)));
  };
  ending.querySelector('form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const form = event.target;
    const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
    ending.close();
    if (!answer.ok || answer.redirected) return;
    const now = Date.parse((await answer.json()).ends_at);
    ends += (now - at) / 1000;
    at = now;
  });
  look();
}
