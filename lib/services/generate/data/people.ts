/** Names to make people of; any given name goes with any family name. */
export const GIVEN_NAMES = (
  "Ada Aiko Alma Amara Anders Andrés Anja Astrid Ayesha Beatriz Björn Carmen Chidi Clara Dagny Daniel Deepa Diego Edda " +
  "Elif Emil Esra Farid Fatima Femi Finn Freya Gita Grace Hanna Haruto Henrik Ida Imran Ines Ingrid Isak Ivana Jamal " +
  "Johan Jonas Julia Kamala Karim Kenji Lars Leila Lena Liam Lucía Magnus Maja Malik Marek Maria Mei Mira Nadia Niamh " +
  "Noor Oda Olga Omar Oscar Paula Pavel Petra Priya Rafael Rania Rosa Ruth Samir Sanna Selma Sigrid Sofía Sven Tariq " +
  "Thea Tomás Uma Vera Viktor Wanjiru Wei Yara Yusuf Zoë"
).split(" ");

export const FAMILY_NAMES = (
  "Abebe Achterberg Adeyemi Aker Almeida Andersen Baranov Bauer Berg Bianchi Blom Brandt Byrne Castillo Chaudhry Chen " +
  "Costa Dahl Delacroix Diallo Dubois Eide Eriksen Farrell Fernández Fischer Fjeld Gallagher Ganesan Garnier Grønn " +
  "Haddad Hansen Haugen Hoffmann Holm Ibarra Iversen Jansen Jović Kamau Kaya Keller Khan Kowalski Krause Larsen Lefèvre " +
  "Lindqvist Lund Mancini Mbeki Meyer Moreau Mukherjee Møller Nakamura Nguyen Novak Núñez Okafor Olsen Oduya Park " +
  "Pereira Petrov Quist Rahman Ramos Richter Rossi Sandvik Santos Sato Schäfer Silva Singh Solberg Strand Sørensen " +
  "Tanaka Thorne Torres Ueda Vance Vargas Vik Wagner Weiss Whitlock Wójcik Yilmaz Young Zhang Zimmermann"
).split(" ");

/** Organisations whose people come as guests. */
export const PARTNER_DOMAINS = ["larkmoor.example", "tidewell.example", "quarrystone.example"] as const;

/** Account names that password guessers try whether or not they exist. */
export const GUESSED_ACCOUNTS = (
  "admin administrator backup billing contact dev finance helpdesk hr info it mail marketing office postmaster printer " +
  "reception root sales scanner service support test training user1 web"
).split(" ");
