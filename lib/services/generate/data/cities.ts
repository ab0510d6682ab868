/** Where people work and travel: real places with their coordinates (degrees) and winter offset from UTC (hours). */
export interface City {
  city: string;
  state: string;
  country: string;
  latitude: number;
  longitude: number;
  utcOffsetHours: number;
}

type Row = [city: string, state: string, country: string, latitude: number, longitude: number, utcOffsetHours: number];

const ROWS: Row[] = [
  ["Oslo", "Oslo", "NO", 59.9139, 10.7522, 1],
  ["Bergen", "Vestland", "NO", 60.3913, 5.3221, 1],
  ["London", "England", "GB", 51.5074, -0.1278, 0],
  ["Manchester", "England", "GB", 53.4808, -2.2426, 0],
  ["Berlin", "Berlin", "DE", 52.52, 13.405, 1],
  ["Munich", "Bavaria", "DE", 48.1351, 11.582, 1],
  ["Paris", "Île-de-France", "FR", 48.8566, 2.3522, 1],
  ["Lyon", "Auvergne-Rhône-Alpes", "FR", 45.764, 4.8357, 1],
  ["Madrid", "Madrid", "ES", 40.4168, -3.7038, 1],
  ["Lisbon", "Lisbon", "PT", 38.7223, -9.1393, 0],
  ["Dublin", "Leinster", "IE", 53.3498, -6.2603, 0],
  ["Amsterdam", "North Holland", "NL", 52.3676, 4.9041, 1],
  ["Warsaw", "Mazovia", "PL", 52.2297, 21.0122, 1],
  ["Stockholm", "Stockholm", "SE", 59.3293, 18.0686, 1],
  ["New York", "New York", "US", 40.7128, -74.006, -5],
  ["Chicago", "Illinois", "US", 41.8781, -87.6298, -6],
  ["Seattle", "Washington", "US", 47.6062, -122.3321, -8],
  ["Toronto", "Ontario", "CA", 43.6532, -79.3832, -5],
  ["São Paulo", "São Paulo", "BR", -23.5505, -46.6333, -3],
  ["Nairobi", "Nairobi", "KE", -1.2921, 36.8219, 3],
  ["Bengaluru", "Karnataka", "IN", 12.9716, 77.5946, 5.5],
  ["Singapore", "Singapore", "SG", 1.3521, 103.8198, 8],
  ["Tokyo", "Tokyo", "JP", 35.6762, 139.6503, 9],
  ["Sydney", "New South Wales", "AU", -33.8688, 151.2093, 10],
];

export const CITIES: readonly City[] = ROWS.map(([city, state, country, latitude, longitude, utcOffsetHours]) => ({
  city,
  state,
  country,
  latitude,
  longitude,
  utcOffsetHours,
}));
