import { withCommon } from "./common.js";

const UNSUBSCRIBE = {
  "pt-BR": {
    title: "Ofertas por e-mail",
    other_language: "English",
    account: "Minha conta",
    question: "Parar de receber ofertas por e-mail?",
    question_hint: "Você não recebe mais campanhas de nenhuma loja. Códigos de acesso e avisos dos seus pedidos continuam chegando.",
    unsubscribe: "Parar de receber",
    wait: "Só um instante…",
    done: "Pronto: você não recebe mais ofertas.",
    done_hint: "Mudou de ideia? Em “Minha conta” você pode autorizar de novo quando quiser.",
    incomplete: "O link está incompleto",
    incomplete_hint: "Abra de novo o link no fim do e-mail, ou retire a autorização em “Minha conta”.",
    unreachable: "Não recebemos resposta. Tente de novo em instantes.",
  },
  en: {
    title: "Offers by e-mail",
    other_language: "Português",
    account: "My account",
    question: "Stop receiving offers by e-mail?",
    question_hint: "You will receive no more campaigns from any store. Sign-in codes and notices about your orders still arrive.",
    unsubscribe: "Unsubscribe",
    wait: "Just a moment…",
    done: "Done: you will receive no more offers.",
    done_hint: "Changed your mind? In “My account” you can agree again whenever you like.",
    incomplete: "The link is incomplete",
    incomplete_hint: "Open the link at the end of the e-mail again, or withdraw your consent in “My account”.",
    unreachable: "We got no answer. Please try again in a moment.",
  },
};

export const UNSUBSCRIBE_TEXTS = withCommon(UNSUBSCRIBE);
