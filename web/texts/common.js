const age = (moment, minutes, hours) => (milliseconds) => {
  const past = Math.floor(milliseconds / 60_000);
  return past < 1 ? moment : past < 120 ? minutes(past) : hours(Math.floor(past / 60));
};

const DAYS = {
  "pt-BR": { mon: "segunda", tue: "terça", wed: "quarta", thu: "quinta", fri: "sexta", sat: "sábado", sun: "domingo" },
  en: { mon: "Monday", tue: "Tuesday", wed: "Wednesday", thu: "Thursday", fri: "Friday", sat: "Saturday", sun: "Sunday" },
};

/** When a store opens next, as rules/hours.js says it. */
export const OPENS = {
  "pt-BR": ({ inDays, day, opens }) => `A loja está fechada. Abre ${["hoje", "amanhã"][inDays] ?? DAYS["pt-BR"][day]} às ${opens}.`,
  en: ({ inDays, day, opens }) => `The store is closed. It opens ${["today", "tomorrow"][inDays] ?? `on ${DAYS.en[day]}`} at ${opens}.`,
};

export const COMMON = {
  "pt-BR": {
    loading: "Carregando…",
    unreachable: "Sem conexão com o sistema. Tentando de novo…",
    stale: (age) => `Sem resposta do sistema: o que aparece aqui é de ${age} e pode ter mudado. Tentando de novo…`,
    polling: "Sem conexão ao vivo; atualizando a cada 5 segundos.",
    signed_in: (name) => `Quem entrou: ${name}`,
    sign_out: "Sair",
    subtotal: "Subtotal",
    usually: "em vez de",
    age: age("menos de 1 minuto atrás", (past) => `${past} min atrás`, (past) => `${past} h atrás`),
  },
  en: {
    loading: "Loading…",
    unreachable: "No connection to the system. Trying again…",
    stale: (age) => `The system does not answer: what is shown is from ${age} and may have changed. Trying again…`,
    polling: "No live connection; updating every 5 seconds.",
    signed_in: (name) => `Signed in: ${name}`,
    sign_out: "Sign out",
    subtotal: "Subtotal",
    usually: "instead of",
    age: age("less than a minute ago", (past) => `${past} min ago`, (past) => `${past} h ago`),
  },
};

/** The texts of a page in each language, with those that all pages have. */
export const withCommon = (page) => Object.fromEntries(Object.entries(page).map(([language, texts]) => [language, { ...COMMON[language], ...texts }]));
