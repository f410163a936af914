const age = (moment, minutes, hours) => (milliseconds) => {
  const past = Math.floor(milliseconds / 60_000);
  return past < 1 ? moment : past < 120 ? minutes(past) : hours(Math.floor(past / 60));
};

export const COMMON = {
  "pt-BR": {
    loading: "Carregando…",
    unreachable: "Sem conexão com o sistema. Tentando de novo…",
    stale: (age) => `Sem resposta do sistema: o que aparece aqui é de ${age} e pode ter mudado. Tentando de novo…`,
    polling: "Sem conexão ao vivo; atualizando a cada 5 segundos.",
    signed_in: (name) => `Quem entrou: ${name}`,
    sign_out: "Sair",
    age: age("menos de 1 minuto atrás", (past) => `${past} min atrás`, (past) => `${past} h atrás`),
  },
  en: {
    loading: "Loading…",
    unreachable: "No connection to the system. Trying again…",
    stale: (age) => `The system does not answer: what is shown is from ${age} and may have changed. Trying again…`,
    polling: "No live connection; updating every 5 seconds.",
    signed_in: (name) => `Signed in: ${name}`,
    sign_out: "Sign out",
    age: age("less than a minute ago", (past) => `${past} min ago`, (past) => `${past} h ago`),
  },
};

/** The texts of a page in each language, with those that all pages have. */
export const withCommon = (page) => Object.fromEntries(Object.entries(page).map(([language, texts]) => [language, { ...COMMON[language], ...texts }]));
