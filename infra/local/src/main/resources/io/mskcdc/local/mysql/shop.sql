CREATE TABLE customers (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  email VARCHAR(120) NOT NULL,
  phone VARCHAR(30) NULL,
  card_number CHAR(19) NULL,
  date_of_birth DATE NULL,
  country CHAR(2) NULL DEFAULT 'US',
  created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
) CHARACTER SET utf8mb4;

CREATE TABLE products (
  sku VARCHAR(20) NOT NULL PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  price DECIMAL(10,2) NOT NULL,
  weight_kg DOUBLE NULL,
  attributes JSON NULL
) CHARACTER SET utf8mb4;

CREATE TABLE orders (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id INT NOT NULL,
  status ENUM('new', 'paid', 'shipped', 'cancelled') NOT NULL DEFAULT 'new',
  total DECIMAL(12,2) NOT NULL,
  note VARCHAR(200) NULL DEFAULT 'none',
  placed_at DATETIME(6) NOT NULL,
  FOREIGN KEY (customer_id) REFERENCES customers (id)
) CHARACTER SET utf8mb4;

CREATE TABLE order_lines (
  order_id BIGINT NOT NULL,
  line_no SMALLINT NOT NULL,
  sku VARCHAR(20) NOT NULL,
  quantity INT UNSIGNED NOT NULL,
  unit_price DECIMAL(10,2) NOT NULL,
  PRIMARY KEY (order_id, line_no)
) CHARACTER SET utf8mb4;

CREATE TABLE events (
  happened_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  kind VARCHAR(40) NOT NULL,
  payload JSON NULL
) CHARACTER SET utf8mb4;

INSERT INTO customers (name, email, phone, card_number, date_of_birth, country, created_at) VALUES
  ('Ada Lovelace', 'ada@example.com', '+44 20 7946 0018', '4111-1111-1111-1111', '1815-12-10', 'GB', '2026-01-01 10:00:00.000001'),
  ('Grace Hopper', 'grace@example.com', '+1 202 555 0147', '5500-0000-0000-0004', '1906-12-09', 'US', '2026-01-02 11:30:00.5'),
  ('Zoë Ångström', 'zoe@example.com', '+46 8 555 010 20', '3400-0000-0000-009', '1990-02-28', 'SE', '2026-01-03 12:00:00'),
  ('Null Island', 'null@example.com', NULL, NULL, NULL, NULL, '2026-01-04 00:00:00.999999');

INSERT INTO products (sku, name, price, weight_kg, attributes) VALUES
  ('TEA-001', 'Assam, 250 g', 7.95, 0.25, '{"origin": "IN", "organic": true}'),
  ('MUG-010', 'Mug, blue', 12.50, 0.4, '{"colour": "blue"}'),
  ('POT-100', 'Cast-iron pot', 89.00, 3.75, NULL);

INSERT INTO orders (customer_id, status, total, note, placed_at) VALUES
  (1, 'shipped', 28.40, 'ring twice', '2026-01-05 08:30:00.123456'),
  (2, 'paid', 89.00, NULL, '2026-01-06 19:05:59.000001');

INSERT INTO order_lines (order_id, line_no, sku, quantity, unit_price) VALUES
  (1, 1, 'TEA-001', 2, 7.95),
  (1, 2, 'MUG-010', 1, 12.50),
  (2, 1, 'POT-100', 1, 89.00);

INSERT INTO events (happened_at, kind, payload) VALUES
  ('2026-01-05 08:30:00.2', 'order.placed', '{"order": 1}'),
  ('2026-01-06 19:05:59.1', 'order.placed', '{"order": 2}');
