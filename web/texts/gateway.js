/** What API Gateway refuses by itself, by the problem's code, as the functions say it: the gateway's own words are English. */
export const GATEWAY = {
  "pt-BR": {
    unauthorized: "Isto exige um token válido; entre de novo.",
    refused: "A requisição foi recusada.",
    busy: "Muita coisa ao mesmo tempo; tente de novo.",
    "route-unknown": "Não há nada aqui.",
    internal: "Algo falhou do nosso lado.",
    "body-too-large": "O corpo é maior que 65536 bytes.",
  },
};
